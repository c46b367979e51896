package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.config.ConfigException;
import io.waflab.config.ConfigReader;
import io.waflab.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a kernel that gives io_uring, or does not, as the test says. */
class TransportTest {

    private static final Supplier<Optional<String>> GIVEN = Optional::empty;
    private static final Supplier<Optional<String>> REFUSED = () -> Optional.of("Operation not permitted");

    @TempDir
    private Path folder;

    @Test
    void withoutUseTheRingComesFirstAndEpollBehindIt() throws Exception {
        assertThat(Transport.of(main(""), GIVEN)).containsExactly(Transport.URING, Transport.EPOLL);
    }

    @Test
    void withoutUseAndWithoutTheRingNothingIsSaid() throws Exception {
        assertThat(Transport.of(main(""), REFUSED)).hasSize(1).doesNotContain(Transport.URING);
    }

    @Test
    void aRingThatIsAskedForIsAllThatMayBeTaken() throws Exception {
        assertThat(Transport.of(main("use io_uring;"), GIVEN)).containsExactly(Transport.URING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "select", "poll"})
    void whoSaysEpollHasNoRingLooked(String use) throws Exception {
        Supplier<Optional<String>> looks = () -> {
            throw new AssertionError("io_uring was looked for");
        };
        assertThat(Transport.of(main("use " + use + ";"), looks)).hasSize(1).doesNotContain(Transport.URING);
    }

    @Test
    void aRingThatIsAskedForAndRefusedIsOneLineWithItsPlace() throws Exception {
        var main = main("use io_uring;");
        assertThatThrownBy(() -> Transport.of(main, REFUSED))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("nginx.conf") + ":2: use: this process cannot have io_uring"
                        + " (Operation not permitted): expected epoll here, or no \"use\"");
    }

    @Test
    void loopsThatCannotBeMadeAreOneLine() throws Exception {
        var netty = new IllegalStateException(
                "failed to create a child event loop",
                new RuntimeException(
                        "failed to allocate memory for io_uring ring; try raising memlock limit: Cannot allocate memory"));
        assertThat(new Transport.NoLoops(Transport.URING, netty).refused(main("")))
                .hasMessageContaining("event loops cannot be made (io_uring: 12: Cannot allocate memory)")
                .hasMessageContaining("ulimit -l");
    }

    private Settings main(String events) throws Exception {
        var file = Files.writeString(
                folder.resolve("nginx.conf"),
                "events {\n" + events + "\n}\nhttp { server { listen 127.0.0.1:80; return 204; } }\n");
        return ConfigReader.read(file, Optional.empty(), List.of()).main();
    }
}
