package io.waflab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waflab.diagnose.Disconnects;
import io.waflab.diagnose.Sentence;
import java.time.Duration;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SentencesTest {

    private static final Sentences ENGLISH = Sentences.in(Language.EN);
    private static final Sentences CHINESE = Sentences.in(Language.ZH);

    @Test
    void bothLanguagesSayTheSame() {
        for (var bundle : Sentences.BUNDLES) {
            var english = Sentences.bundle(bundle, Language.EN);
            var chinese = Sentences.bundle(bundle, Language.ZH);
            var own = new TreeSet<>(chinese.stringPropertyNames());
            own.removeIf(key -> key.startsWith("detail."));
            assertThat(own).as(bundle).isEqualTo(new TreeSet<>(english.stringPropertyNames()));
            own.forEach(key ->
                    assertThat(places(chinese.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key))));
        }
    }

    @Test
    void whatIsToldOfASymptomInChineseIsOneOfTheKnownOnes() {
        var known = new TreeSet<String>();
        for (var entry : Disconnects.all().entries()) {
            for (var symptom : entry.symptoms()) {
                known.add(Details.symptomKey(symptom.program()));
                known.add(Details.symptomKey(symptom.text()));
            }
        }

        assertThat(Sentences.bundle("words", Language.ZH).stringPropertyNames().stream()
                        .filter(key -> key.startsWith("detail.symptom.")))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    private static TreeSet<String> places(String text) {
        var places = new TreeSet<String>();
        var place = Pattern.compile("\\{(\\d)").matcher(text);
        while (place.find()) {
            places.add(place.group(1));
        }
        return places;
    }

    @Test
    void noSpaceStandsBetweenTwoChineseWords() {
        var later = Sentence.of("verdict.client", "RST", Duration.ofMillis(14_960));

        assertThat(CHINESE.text(later)).isEqualTo("客户端在 14.96 秒之后发 RST");
        assertThat(ENGLISH.text(later)).isEqualTo("client RST 14.96 s later");
    }

    @Test
    void aNumberChoosesItsWord() {
        assertThat(ENGLISH.text("what.data", 1L)).isEqualTo("data, 1 byte");
        assertThat(ENGLISH.text("what.data", 0L)).isEqualTo("data, 0 bytes");
        assertThat(CHINESE.text("what.data", 1L)).isEqualTo("数据，1 字节");
    }

    @Test
    void oneMeasuredConnectionIsOne() {
        assertThat(ENGLISH.text("measure.total", 1, "0.3", "today")).isEqualTo("1 connection, 0.3 s, on today");
        assertThat(ENGLISH.text("measure.note.connections", 1, "60", "60")).isEqualTo("1 connection, 60 to 60 s");
        assertThat(ENGLISH.text("measure.note.connections", 2, "60", "61")).isEqualTo("2 connections, 60 to 61 s");
    }

    @Test
    void durationsKeepWhatMatters() {
        assertThat(ENGLISH.duration(Duration.ofMillis(119_890))).isEqualTo("119.89 s");
        assertThat(ENGLISH.duration(Duration.ofSeconds(120))).isEqualTo("120 s");
        assertThat(ENGLISH.duration(Duration.ofMillis(42))).isEqualTo("42 ms");
        assertThat(ENGLISH.duration(Duration.ofNanos(277_000))).isEqualTo("0.28 ms");
        assertThat(ENGLISH.duration(Duration.ZERO)).isEqualTo("0 s");
        assertThat(CHINESE.duration(Duration.ofSeconds(75))).isEqualTo("75 秒");
    }

    @Test
    void aSentenceHoldsOthersAndWhatItQuotesIsEscaped() {
        assertThat(ENGLISH.text(Sentence.of("meaning.fin.too", Sentence.of("who.client"))))
                .isEqualTo("the client closes its side too");
        assertThat(ENGLISH.text("meaning.alert.fatal", "x", "\u001b[2J$1")).isEqualTo("x gives up: \\x1b[2J$1");
    }

    @Test
    void whatTheBundlesLackIsABug() {
        assertThatThrownBy(() -> ENGLISH.text("no.such.key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no.such.key");
        assertThatThrownBy(() -> ENGLISH.text("what.data"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("what.data: 0 arguments");
    }
}
