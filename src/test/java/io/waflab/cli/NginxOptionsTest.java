package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each answer is nginx 1.22's own. */
class NginxOptionsTest {

    @Test
    void anUnknownLetterIsNamed() {
        assertThat(complaint("-x")).isEqualTo("invalid option: \"x\"");
        assertThat(complaint("-tx")).isEqualTo("invalid option: \"x\"");
        assertThat(complaint("-t", "-qz", "-c", "a")).isEqualTo("invalid option: \"z\"");
    }

    @Test
    void aWordThatIsNoOptionIsNamed() {
        assertThat(complaint("-t", "foo")).isEqualTo("invalid option: \"foo\"");
        assertThat(complaint("--foo")).isEqualTo("invalid option: \"--foo\"");
    }

    @Test
    void aParameterThatIsNotThereIsAskedForByItsKind() {
        assertThat(complaint("-c")).isEqualTo("option \"-c\" requires file name");
        assertThat(complaint("-t", "-e")).isEqualTo("option \"-e\" requires file name");
        assertThat(complaint("-p")).isEqualTo("option \"-p\" requires directory name");
        assertThat(complaint("-qg")).isEqualTo("option \"-g\" requires parameter");
        assertThat(complaint("-s")).isEqualTo("option \"-s\" requires parameter");
    }

    @Test
    void aParameterIsTheRestOfTheWordOrTheNextOne() {
        var options =
                NginxOptions.read("-p", "-x", "-ca", "-tqgdaemon off;", "--profile", "x", "--certs=y=z", "-s", "quit");
        assertThat(options.prefix).isEqualTo("-x");
        assertThat(options.conf).isEqualTo("a");
        assertThat(options.test).isTrue();
        assertThat(options.quiet).isTrue();
        assertThat(options.dump).isFalse();
        assertThat(options.parameter).isEqualTo("daemon off;");
        assertThat(options.profile).isEqualTo("x");
        assertThat(options.certificates).hasToString("y=z");
        assertThat(options.signal).isEqualTo("quit");
    }

    @Test
    void withoutOptionsItIsAsNginxWouldBe() {
        var options = NginxOptions.read();
        assertThat(options.prefix).isEmpty();
        assertThat(options.conf).isEqualTo("conf/nginx.conf");
        assertThat(options.errorLog).isEqualTo("logs/error.log");
        assertThat(options.signal).isNull();
        assertThat(NginxOptions.read("-T", "-e", "stderr").dump).isTrue();
        assertThat(NginxOptions.read("-estderr").errorLog).isEqualTo("stderr");
    }

    private static String complaint(String... args) {
        try {
            NginxOptions.read(args);
            return "none";
        } catch (IllegalArgumentException wrong) {
            return wrong.getMessage();
        }
    }
}
