package io.waflab.reproduce;

import io.waflab.capture.Alerts;
import io.waflab.journal.What;
import javax.net.ssl.SSLException;

/** What a TLS record is called. */
final class TlsWords {

    /** The JDK's words; from 25 on the alert's name stands before them too. */
    private static final String FATAL = "Received fatal alert: ";

    private TlsWords() {}

    /** By its outer type. */
    static What of(int type) {
        return switch (type) {
            case TlsRecord.CHANGE_CIPHER_SPEC -> What.CHANGE_CIPHER_SPEC;
            case TlsRecord.ALERT -> What.ALERT;
            case TlsRecord.HANDSHAKE -> What.HANDSHAKE;
            default -> What.DATA;
        };
    }

    /** The alert that made the engine throw, by the record's own bytes or by the engine's word; empty when it was none. */
    static String alertIn(SSLException thrown, byte[] record) {
        if (record[0] == TlsRecord.ALERT && record.length == RecordCutter.HEADER + 2) {
            return Alerts.name(record[6] & 0xff);
        }
        var message = String.valueOf(thrown.getMessage());
        int words = message.indexOf(FATAL);
        if (words >= 0) {
            return message.substring(words + FATAL.length());
        }
        return record[0] == TlsRecord.ALERT ? "alert" : "";
    }
}
