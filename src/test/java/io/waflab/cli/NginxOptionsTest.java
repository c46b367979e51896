package io.waflab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each answer is nginx 1.22's own. */
class NginxOptionsTest {

    @Test
    void anUnknownLetterIsNamed() {
        assertThat(NginxOptions.complaint("-x")).contains("invalid option: \"x\"");
        assertThat(NginxOptions.complaint("-tx")).contains("invalid option: \"x\"");
        assertThat(NginxOptions.complaint("-t", "-qz", "-c", "a")).contains("invalid option: \"z\"");
    }

    @Test
    void aWordThatIsNoOptionIsNamed() {
        assertThat(NginxOptions.complaint("-t", "foo")).contains("invalid option: \"foo\"");
        assertThat(NginxOptions.complaint("--foo")).contains("invalid option: \"--foo\"");
    }

    @Test
    void aParameterThatIsNotThereIsAskedForByItsKind() {
        assertThat(NginxOptions.complaint("-c")).contains("option \"-c\" requires file name");
        assertThat(NginxOptions.complaint("-t", "-e")).contains("option \"-e\" requires file name");
        assertThat(NginxOptions.complaint("-p")).contains("option \"-p\" requires directory name");
        assertThat(NginxOptions.complaint("-qg")).contains("option \"-g\" requires parameter");
        assertThat(NginxOptions.complaint("-s")).contains("option \"-s\" requires parameter");
    }

    @Test
    void aParameterIsTheRestOfTheWordOrTheNextOne() {
        assertThat(NginxOptions.complaint("-p", "-x", "-ca", "-tqgdaemon off;", "--profile", "x", "--certs=y"))
                .isEmpty();
    }
}
