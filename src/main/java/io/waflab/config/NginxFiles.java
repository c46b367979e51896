package io.waflab.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
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
    List<Path> included(String pattern) throws IOException {
        var all = folder.resolve(pattern);
        if (!hasWildcards(pattern)) {
            return List.of(all);
        }
        var found = List.of(all.getRoot() == null ? Path.of("") : all.getRoot());
        for (var part : all) {
            found = expanded(found, part.toString());
        }
        return found.stream().sorted().toList();
    }

    private static List<Path> expanded(List<Path> folders, String part) throws IOException {
        var found = new ArrayList<Path>();
        for (var in : folders) {
            if (!hasWildcards(part)) {
                var file = in.resolve(part);
                if (Files.exists(file)) {
                    found.add(file);
                }
            } else if (Files.isDirectory(in)) {
                var matcher = FileSystems.getDefault().getPathMatcher("glob:" + escaped(part));
                try (Stream<Path> files = Files.list(in)) {
                    files.map(Path::getFileName)
                            .filter(name -> !name.toString().startsWith(".") || part.startsWith("."))
                            .filter(matcher::matches)
                            .forEach(name -> found.add(in.resolve(name)));
                }
            }
        }
        return found;
    }

    private static boolean hasWildcards(String name) {
        return name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** Java's globs know braces, glob(3) does not. */
    private static String escaped(String part) {
        return part.replace("{", "\\{").replace("}", "\\}");
    }

    /** Its text: UTF-8, or where it is not, each byte a character, for nginx takes any bytes. */
    static String text(Path file) throws IOException {
        byte[] bytes;
        try (var stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new IOException("more than " + LARGEST + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
