package io.waflab.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Says what a file is that is no capture, or one of a kind that is not read, and what to do. */
enum ForeignFile {
    SNOOP("snoop\0\0\0", "a Solaris snoop capture", ForeignFile.EDITCAP),
    NETMON_2("GMBU", "a Microsoft Network Monitor capture", ForeignFile.EDITCAP),
    NETMON_1("RTSS", "a Microsoft Network Monitor 1 capture", ForeignFile.EDITCAP),
    SNIFFER("TRSNIFF data", "a Sniffer capture", ForeignFile.EDITCAP),
    NETXRAY("XCP\0", "a NetXRay capture", ForeignFile.EDITCAP),
    IPTRACE("iptrace ", "an AIX iptrace capture", ForeignFile.EDITCAP),
    BTSNOOP("btsnoop\0", "a Bluetooth capture", "it holds no TCP"),
    KEY_LOG("CLIENT_RANDOM ", "a TLS key log", "give the capture, and this file with --keylog"),
    KEY_LOG_13("CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "a TLS key log", "give the capture, and this file with --keylog"),
    KEY_LOG_13_SERVER(
            "SERVER_HANDSHAKE_TRAFFIC_SECRET ", "a TLS key log", "give the capture, and this file with --keylog"),
    XZ("\u00fd7zXZ\0", "packed with xz", "unpack it: xz -d FILE"),
    BZIP2("BZh", "packed with bzip2", "unpack it: bunzip2 FILE"),
    LZ4("\u0004\"M\u0018", "packed with lz4", "unpack it: lz4 -d FILE OUT"),
    GZIP("\u001f\u008b", "packed twice with gzip", "unpack it: gunzip FILE"),
    ZSTD("(\u00b5/\u00fd", "packed twice", "unpack it: zstd -d FILE"),
    PZSTD("P*M\u0018", "packed with pzstd, whose frames in between are not read", "unpack it: zstd -d FILE"),
    ZIP("PK\u0003\u0004", "a ZIP archive", "unpack it: unzip FILE"),
    SEVEN_ZIP("7z\u00bc\u00af", "a 7z archive", "unpack it: 7z x FILE"),
    RAR("Rar!", "a RAR archive", "unpack it: unrar x FILE"),
    ELF("\u007fELF", "a program (ELF)", ForeignFile.GIVE),
    EXE("MZ", "a Windows program", ForeignFile.GIVE),
    PDF("%PDF", "a PDF document", ForeignFile.GIVE),
    PNG("\u0089PNG", "a picture (PNG)", ForeignFile.GIVE),
    JPEG("\u00ff\u00d8\u00ff", "a picture (JPEG)", ForeignFile.GIVE),
    PDML("<?xml", "XML", ForeignFile.TEXT_ADVICE),
    HTML("<!doctype html", "a page (HTML)", ForeignFile.GIVE),
    HTML_BARE("<html", "a page (HTML)", ForeignFile.GIVE),
    JSON("{", "JSON", ForeignFile.TEXT_ADVICE),
    JSON_ARRAY("[", "JSON", ForeignFile.TEXT_ADVICE);

    private static final String EDITCAP = "convert it: editcap -F pcapng FILE OUT";
    private static final String GIVE = "give the capture file itself: tcpdump -w FILE";
    private static final String TEXT_ADVICE = "an export cannot be read back, save the capture itself: File > Save As";
    private static final String EXPECTED = " (expected: pcap or pcapng, as it is or in gzip or zstd; ";
    private static final int ERF_HEADER = 16;
    private static final int MOST_ERF_TYPE = 48;
    private static final long YEAR_2000 = 946_684_800L;
    private static final long YEAR_2040 = 2_208_988_800L;

    private final String beginning;
    private final String name;
    private final String advice;

    ForeignFile(String beginning, String name, String advice) {
        this.beginning = beginning;
        this.name = name;
        this.advice = advice;
    }

    /** @param first what the file begins with: some dozens of bytes, or all of it */
    static CaptureException refuse(byte[] first) {
        return new CaptureException(words(first) + ") at byte 0");
    }

    private static String words(byte[] first) {
        if (first.length == 0) {
            return "is empty" + EXPECTED + "was the capture stopped before its first packet?";
        }
        var text = new String(first, StandardCharsets.ISO_8859_1);
        for (var kind : values()) {
            if (text.regionMatches(true, 0, kind.beginning, 0, kind.beginning.length())) {
                return "is " + kind.name + EXPECTED + kind.advice;
            }
        }
        if (isText(first)) {
            return "is text" + EXPECTED + TEXT_ADVICE;
        }
        if (isErf(first)) {
            return "looks like an Endace ERF capture" + EXPECTED + EDITCAP;
        }
        var shown = HexFormat.of().formatHex(first, 0, Math.min(8, first.length));
        return "begins with " + shown + ", which is no capture" + EXPECTED
                + "if Wireshark opens it: editcap -F pcapng FILE OUT";
    }

    /** ERF has no magic: a time of these decades, a known type, and a record as long as its header at least. */
    private static boolean isErf(byte[] first) {
        if (first.length < ERF_HEADER) {
            return false;
        }
        var seconds = 0L;
        for (var i = 7; i >= 4; i--) {
            seconds = seconds << 8 | first[i] & 0xff;
        }
        var type = first[8] & 0x7f;
        var record = (first[10] & 0xff) << 8 | first[11] & 0xff;
        return seconds > YEAR_2000 && seconds < YEAR_2040 && type > 0 && type <= MOST_ERF_TYPE && record > ERF_HEADER;
    }

    private static boolean isText(byte[] first) {
        var text = Arrays.copyOf(first, Math.min(first.length, 32));
        for (var letter : text) {
            if (letter < ' ' && letter != '\n' && letter != '\r' && letter != '\t' && letter >= 0) {
                return false;
            }
        }
        return new String(text, StandardCharsets.US_ASCII).indexOf('\ufffd') < 0;
    }
}
