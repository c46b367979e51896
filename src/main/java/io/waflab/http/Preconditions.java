package io.waflab.http;

/**
 * What a client asks of a response before it wants it (RFC 9110, 13), as ngx_http_not_modified_filter_module.c judges a
 * response of status 200.
 *
 * @param ifUnmodifiedSince here and below the field's value; null without one
 */
public record Preconditions(String ifUnmodifiedSince, String ifMatch, String ifModifiedSince, String ifNoneMatch) {

    /** What is to be sent. */
    public enum Outcome {
        /** The response as it is. */
        WHOLE,
        /** Status 304. */
        NOT_MODIFIED,
        /** Status 412. */
        FAILED
    }

    /** The words of {@code if_modified_since}. */
    public enum ModifiedSince {
        /** The field is not looked at. */
        OFF,
        /** Only the same date means not modified. */
        EXACT,
        /** The same or a later date means not modified. */
        BEFORE
    }

    public static Preconditions of(RequestHead head) {
        return new Preconditions(
                head.find("if-unmodified-since"),
                head.find("if-match"),
                head.find("if-modified-since"),
                head.find("if-none-match"));
    }

    /** Whether nothing is asked. */
    public boolean isEmpty() {
        return ifUnmodifiedSince == null && ifMatch == null && ifModifiedSince == null && ifNoneMatch == null;
    }

    /**
     * @param tag the response's ETag; null for none
     * @param modified its Last-Modified in seconds since 1970; {@link HttpDateReader#NONE} for none
     */
    public Outcome of(String tag, long modified, ModifiedSince mode) {
        if (ifUnmodifiedSince != null
                && (modified == HttpDateReader.NONE || HttpDateReader.read(ifUnmodifiedSince) < modified)) {
            return Outcome.FAILED;
        }
        if (ifMatch != null && !EntityTag.isIn(ifMatch, tag, false)) {
            return Outcome.FAILED;
        }
        if (ifModifiedSince == null && ifNoneMatch == null) {
            return Outcome.WHOLE;
        }
        boolean stale = ifModifiedSince != null && isModified(modified, mode);
        boolean other = ifNoneMatch != null && !EntityTag.isIn(ifNoneMatch, tag, true);
        return stale || other ? Outcome.WHOLE : Outcome.NOT_MODIFIED;
    }

    private boolean isModified(long modified, ModifiedSince mode) {
        if (modified == HttpDateReader.NONE || mode == ModifiedSince.OFF) {
            return true;
        }
        long since = HttpDateReader.read(ifModifiedSince);
        return since != modified && (mode == ModifiedSince.EXACT || since < modified);
    }
}
