package io.waflab.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.waflab.connection.Cause;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisconnectsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NoHttpResponseException | hc-nohttpresponse",
                "org.apache.http.NoHttpResponseException: api.example.com:443 failed to respond | hc-nohttpresponse",
                "nohttpresponse | hc-nohttpresponse",
                "Connection prematurely closed BEFORE response | reactor-premature",
                "http: server closed idle connection | go-idle-race",
                "other side closed | undici-other-side",
                "unexpected end of stream on https://example.com/... | okhttp-eos",
                "unexpected eof while reading | missing-close-notify",
                "closing inbound before receiving peer's close_notify | java-closing-inbound",
                "header parser received no bytes | jdk-no-bytes",
                "PKIX path building failed | cert-chain",
                "upstream timed out (110) while proxying upgraded connection | ws-60s",
                "ERR_HTTP2_GOAWAY_SESSION | h2-goaway-1000",
                "RemoteDisconnected | gunicorn-uvicorn-behind-lb",
                "NoHttpResponseExeption | hc-nohttpresponse",
                "SSL_ERROR_SYSCALL | handshake-stalls",
            })
    void findsWhatALogSays(String symptom, String id) {
        var found = Disconnects.all().search(symptom);
        assertThat(found).as(symptom).isNotEmpty();
        assertThat(found.get(0).entry().id()).as(symptom).isEqualTo(id);
    }

    /** What is written there letter for letter is meant, not what shares its words. */
    @ParameterizedTest
    @CsvSource({
        "NoHttpResponseException, hc-nohttpresponse",
        "' nohttpresponseexception', hc-nohttpresponse",
        "socket hang up, node-5s-behind-lb",
        "SSL_ERROR_SYSCALL, handshake-stalls",
        "EPIPE, server-gone",
    })
    void whatIsThereLetterForLetterIsFoundAlone(String symptom, String id) {
        assertThat(Disconnects.all().search(symptom))
                .extracting(match -> match.entry().id())
                .containsExactly(id);
    }

    /** "reading" and "already" do not have it. */
    @Test
    void lettersInsideAWordAreNotTheWord() {
        assertThat(Disconnects.all().search("read"))
                .isNotEmpty()
                .allSatisfy(match -> assertThat(match.entry().symptoms())
                        .anySatisfy(symptom -> assertThat(symptom.text()).containsPattern("(?i)\\bread\\b")));
    }

    @Test
    void whatNothingShowsIsNotFound() {
        assertThat(Disconnects.all().search("NullPointerException in the kitchen"))
                .isEmpty();
        assertThat(Disconnects.all().search("")).isEmpty();
    }

    @Test
    void idsAreUniqueAndCausesExist() {
        var ids = new HashSet<String>();
        var causes = Arrays.stream(Cause.values()).map(Cause::id).toList();
        assertThat(Disconnects.all().entries()).allSatisfy(entry -> {
            assertThat(ids.add(entry.id())).as(entry.id()).isTrue();
            assertThat(causes).as(entry.id()).containsAll(entry.causes());
            assertThat(entry.symptoms()).as(entry.id()).isNotEmpty();
        });
    }
}
