package io.waflab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountedInputTest {

    @Test
    void progressIsToldAtMostFourTimesASecond() throws IOException {
        var clock = new AtomicLong();
        var told = new ArrayList<String>();
        var in = new CountedInput(
                new ByteArrayInputStream(new byte[100]),
                100,
                (bytes, total) -> told.add(bytes + "/" + total),
                clock::get);

        in.read(new byte[10]);
        clock.set(249_999_999);
        in.read(new byte[10]);
        clock.set(250_000_000);
        in.read(new byte[10]);
        in.read();
        clock.set(499_999_999);
        in.read(new byte[10]);
        clock.set(500_000_000);
        in.read(new byte[10]);

        assertThat(told).containsExactly("30/100", "51/100");
    }
}
