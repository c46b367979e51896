package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpExchangeTest {

    private final HttpExchange exchange = new HttpExchange();

    @Test
    void answersComeInTheOrderOfTheirRequests() {
        exchange.asked("HEAD");
        exchange.asked("POST");

        assertThat(exchange.answered(100)).isEqualTo("HEAD");
        assertThat(exchange.answered(200)).isEqualTo("HEAD");
        assertThat(exchange.answered(200)).isEqualTo("POST");
        assertThat(exchange.answered(200)).isEqualTo("GET");
    }

    @Test
    void itIsAnsweredWhenNothingWaits() {
        exchange.asked("GET");
        exchange.answered(100);
        assertThat(exchange.isAnswered()).isFalse();

        exchange.answered(200);
        assertThat(exchange.isAnswered()).isTrue();
    }

    @Test
    void aTunnelIsAWebSocketOnlyWhereOneWasAskedFor() {
        exchange.asked("GET");
        exchange.answered(101);
        assertThat(exchange.tunnel()).isEqualTo(HttpExchange.Tunnel.OTHER);

        exchange.askedForWebSocket();
        exchange.answered(101);
        assertThat(exchange.tunnel()).isEqualTo(HttpExchange.Tunnel.WEBSOCKET);
    }

    @Test
    void noMoreThan64RequestsAreRemembered() {
        for (var i = 0; i < 100; i++) {
            exchange.asked("HEAD");
        }
        for (var i = 0; i < 64; i++) {
            assertThat(exchange.answered(200)).isEqualTo("HEAD");
        }
        assertThat(exchange.answered(200)).isEqualTo("GET");
    }
}
