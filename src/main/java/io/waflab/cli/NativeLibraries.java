package io.waflab.cli;

import io.netty.util.internal.NativeLibraryLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/**
 * Netty's native libraries as files. Netty finds them by {@code java.library.path}; where they are not, it copies them out of
 * the jar at each start.
 */
final class NativeLibraries {

    private static final String IN_JAR = "META-INF/native/";

    private NativeLibraries() {}

    /**
     * Copies those of this machine out of the jar that Netty's classes come from; does nothing when it is none.
     *
     * @param folder made, with the folders above
     */
    static void copy(Path folder) throws IOException {
        var source = Path.of(URI.create(NativeLibraryLoader.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        if (Files.isRegularFile(source)) {
            copy(source, System.getProperty("os.arch"), folder);
        }
    }

    /** @param machine Java's word for it; without libraries for it in the jar, no folder is made */
    static void copy(Path jar, String machine, Path folder) throws IOException {
        var end = "_" + netty(machine) + ".so";
        try (var file = new JarFile(jar.toFile())) {
            for (var entry : file.stream().toList()) {
                var name = entry.getName();
                if (name.startsWith(IN_JAR) && name.endsWith(end)) {
                    Files.createDirectories(folder);
                    try (var bytes = file.getInputStream(entry)) {
                        Files.copy(bytes, folder.resolve(name.substring(IN_JAR.length())));
                    }
                }
            }
        }
    }

    private static String netty(String machine) {
        return switch (machine) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "aarch_64";
            default -> machine;
        };
    }
}
