package io.waflab.capture;

import io.waflab.capture.CaptureReading.Progress;
import io.waflab.capture.CaptureSummary.Interface;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** An opened capture file: what it was packed in is unpacked, and its reader found by its first bytes. */
final class CaptureFile implements AutoCloseable {

    private static final Path STANDARD_INPUT = Path.of("-");
    private static final int FIRST = 64;

    private final String name;
    private final ByteSource source;
    private final FileNotes notes;
    private final PacketReader reader;
    private final String format;

    private CaptureFile(String name, InputStream in, int block) throws IOException, CaptureException {
        this.name = name;
        var packed = new PushbackInputStream(in, FIRST);
        var packing = Packing.of(firstFour(packed));
        source = new ByteSource(packing.isPresent() ? packing.get().unpack(packed) : packed, block);
        notes = new FileNotes();
        var magic = source.has(4) ? source.bytes().getInt(source.at()) : 0;
        if (magic == PcapngReader.SECTION_HEADER) {
            reader = new PcapngReader(source, notes);
        } else if (PcapHeader.isMagic(magic) || PcapHeader.isMagic(Integer.reverseBytes(magic))) {
            var pcap = PcapReader.ofFile(source);
            reader = pcap;
            notes.add(new Interface(
                    "", pcap.header().linkType().word(), pcap.header().snapLength()));
        } else {
            source.has(FIRST);
            throw ForeignFile.refuse(source.take(FIRST));
        }
        format = (reader instanceof PcapReader ? "pcap" : "pcapng")
                + packing.map(how -> ", " + how.name().toLowerCase(Locale.ROOT)).orElse("");
    }

    /**
     * @param file {@code -} is standard input
     * @throws CaptureException if it cannot be opened, or does not begin as a capture
     */
    static CaptureFile open(Path file, Progress progress) throws CaptureException {
        if (file.equals(STANDARD_INPUT)) {
            return open("standard input", new CountedInput(System.in, 0, progress));
        }
        if (Files.isDirectory(file)) {
            throw new CaptureException(file + ": is a folder (expected: a capture file)");
        }
        try {
            return open(file.toString(), new CountedInput(Files.newInputStream(file), Files.size(file), progress));
        } catch (NoSuchFileException none) {
            throw new CaptureException(file + ": there is no such file", none);
        } catch (AccessDeniedException denied) {
            throw new CaptureException(file + ": may not be read (make it readable for this user)", denied);
        } catch (IOException unreadable) {
            throw new CaptureException(file + ": cannot be read (" + unreadable + ")", unreadable);
        }
    }

    static CaptureFile open(String name, InputStream in) throws CaptureException {
        return open(name, in, ByteSource.BLOCK);
    }

    /** Closes the stream where it is refused. */
    static CaptureFile open(String name, InputStream in, int block) throws CaptureException {
        try {
            return new CaptureFile(name, in, block);
        } catch (IOException | CaptureException refused) {
            try {
                in.close();
            } catch (IOException alsoFailed) {
                refused.addSuppressed(alsoFailed);
            }
            var where = refused instanceof IOException ? "cannot be unpacked at byte 0: " : "";
            throw new CaptureException(name + ": " + where + refused.getMessage(), refused);
        }
    }

    PacketReader reader() {
        return reader;
    }

    FileNotes notes() {
        return notes;
    }

    /** {@code pcapng, zstd}. */
    String format() {
        return format;
    }

    /** A problem with the file's name before it. */
    String named(String problem) {
        return name + ": " + problem;
    }

    private static int firstFour(PushbackInputStream in) throws IOException {
        var first = in.readNBytes(4);
        in.unread(first);
        return ByteBuffer.allocate(4).put(first).getInt(0);
    }

    @Override
    public void close() throws CaptureException {
        try {
            source.close();
        } catch (IOException failed) {
            throw new CaptureException(named("cannot be closed: " + failed.getMessage()), failed);
        }
    }
}
