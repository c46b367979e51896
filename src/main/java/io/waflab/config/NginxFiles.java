package io.waflab.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of an nginx.conf: their texts, and which ones an {@code include} means. */
final class NginxFiles {

    /** Bytes of one file. */
    private static final int LARGEST = 4 << 20;

    private final Path folder;

    /** @param folder the main file's, against which nginx resolves every include, those of included files too */
    NginxFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The files that an include names, in order.
     *
     * @param pattern a file's name, or one with {@code * ? [...]}, which may match nothing
     */
    List<Path> included(String pattern) {
        var all = folder.resolve(pattern);
        if (!FilePattern.hasWildcards(pattern)) {
            return List.of(all);
        }
        var found = List.of(all.getRoot() == null ? Path.of("") : all.getRoot());
        for (var part : all) {
            found = expanded(found, part.toString());
        }
        return found.stream().sorted().toList();
    }

    private static List<Path> expanded(List<Path> folders, String part) {
        var found = new ArrayList<Path>();
        for (var in : folders) {
            if (FilePattern.hasWildcards(part)) {
                found.addAll(matching(in, part));
            } else if (Files.exists(in.resolve(FilePattern.plain(part)))) {
                found.add(in.resolve(FilePattern.plain(part)));
            }
        }
        return found;
    }

    /** Nothing in what cannot be listed: nginx calls glob(3) without GLOB_ERR. */
    private static List<Path> matching(Path folder, String pattern) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            FilePattern.matches(pattern, file.getFileName().toString()))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /** Its text: what is UTF-8 is read so, and any other byte keeps its value for {@link TextBytes}, for nginx takes any bytes. */
    static String text(Path file) throws IOException {
        byte[] bytes;
        try (var stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new IOException("more than " + LARGEST + " bytes");
        }
        return TextBytes.text(bytes);
    }
}
