package io.waflab.capture;

/** A capture cannot be made or read. The message is one line: what, where (byte offset), what was expected or what to do. */
public final class CaptureException extends Exception {

    private static final long serialVersionUID = 1;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
