package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DiagnosisJsonTest {

    @Test
    void theFieldsAreThoseOfTheDesign() throws IOException {
        var text = new StringWriter();
        try (var json = new DiagnosisJson(text, Sentences.in(Language.EN), "a.pcap")) {
            json.connection(Diagnoses.CUSTOMER);
            json.end(13, 0, "");
        }

        assertThat(new ObjectMapper().readTree(text.toString())).isEqualTo(new ObjectMapper().readTree("""
                {"file": "a.pcap", "connections": [{
                   "number": 7, "client": "10.0.0.5:51544", "server": "47.1.2.3:443", "protocol": "TLSv1.2",
                   "sni": "<b>\\u001b[2J", "cause": "server-idle-timeout", "confidence": 0.97,
                   "alternatives": ["response-cut"], "closed_by": "server", "how": "close_notify+fin", "phase": "idle",
                   "gap_s": 119.89, "frames": {"last_data": 7, "close": 9},
                   "sentence": "the server closes TCP in the same instant", "evidence": ["data, 448 bytes"],
                   "advice": ["the client closes TCP"], "symptoms": [{"program": "OkHttp", "text": "unexpected end of stream"}],
                   "would_tell": ["open"]}],
                 "packets": 13}"""));
    }

    @Test
    void whatCouldNotBeReadIsSaidBehindWhatWas() throws IOException {
        var text = new StringWriter();
        try (var json = new DiagnosisJson(text, Sentences.in(Language.EN), "a.pcap")) {
            json.end(0, 3, "packet 1: cut short at byte 40");
        }

        assertThat(new ObjectMapper().readTree(text.toString()).get("problem").asText())
                .isEqualTo("packet 1: cut short at byte 40");
        assertThat(new ObjectMapper().readTree(text.toString()).get("given_up").asInt())
                .isEqualTo(3);
    }
}
