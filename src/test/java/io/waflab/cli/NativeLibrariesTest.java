package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    private static final List<String> ENTRIES = List.of(
            "META-INF/native/libnetty_a_x86_64.so",
            "META-INF/native/libnetty_b_linux_x86_64.so",
            "META-INF/native/libnetty_a_aarch_64.so",
            "META-INF/native/netty_b_windows_x86_64.dll",
            "META-INF/native/libnetty_b_osx_x86_64.jnilib",
            "other/libnetty_c_x86_64.so");

    @TempDir
    Path temp;

    private Path jar;

    @BeforeEach
    void makeJar() throws IOException {
        jar = temp.resolve("a.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var name : ENTRIES) {
                out.putNextEntry(new JarEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void thoseOfTheMachineAreCopied() throws IOException {
        var folder = temp.resolve("libraries/new");
        NativeLibraries.copy(jar, "amd64", folder);
        assertThat(names(folder)).containsExactlyInAnyOrder("libnetty_a_x86_64.so", "libnetty_b_linux_x86_64.so");
        assertThat(folder.resolve("libnetty_a_x86_64.so")).hasContent("META-INF/native/libnetty_a_x86_64.so");
        NativeLibraries.copy(jar, "aarch64", temp.resolve("arm"));
        assertThat(names(temp.resolve("arm"))).containsExactly("libnetty_a_aarch_64.so");
    }

    @Test
    void machineThatHasNoneGetsNoFolder() throws IOException {
        NativeLibraries.copy(jar, "s390x", temp.resolve("none"));
        assertThat(temp.resolve("none")).doesNotExist();
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
