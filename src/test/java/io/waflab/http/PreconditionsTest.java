package io.waflab.http;

import static io.waflab.http.Preconditions.ModifiedSince.BEFORE;
import static io.waflab.http.Preconditions.ModifiedSince.EXACT;
import static io.waflab.http.Preconditions.ModifiedSince.OFF;
import static io.waflab.http.Preconditions.Outcome.FAILED;
import static io.waflab.http.Preconditions.Outcome.NOT_MODIFIED;
import static io.waflab.http.Preconditions.Outcome.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreconditionsTest {

    private static final String TAG = "\"a\"";
    private static final long TIME = 784_111_777;
    private static final String DATE = HttpDate.format(TIME);
    private static final String EARLIER = HttpDate.format(TIME - 1);
    private static final String LATER = HttpDate.format(TIME + 1);

    private static Preconditions unmodifiedSince(String date) {
        return new Preconditions(date, null, null, null);
    }

    private static Preconditions match(String list) {
        return new Preconditions(null, list, null, null);
    }

    private static Preconditions modifiedSince(String date) {
        return new Preconditions(null, null, date, null);
    }

    private static Preconditions noneMatch(String list) {
        return new Preconditions(null, null, null, list);
    }

    private static Preconditions.Outcome judged(Preconditions asked) {
        return asked.of(TAG, TIME, EXACT);
    }

    @Test
    void whoAsksNothingGetsAll() {
        var nothing = new Preconditions(null, null, null, null);
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(judged(nothing)).isEqualTo(WHOLE);
        assertThat(match("*").isEmpty()).isFalse();
    }

    @Test
    void unmodifiedSinceFailsForWhatIsNewerOrHasNoDate() {
        assertThat(judged(unmodifiedSince(EARLIER))).isEqualTo(FAILED);
        assertThat(judged(unmodifiedSince(DATE))).isEqualTo(WHOLE);
        assertThat(judged(unmodifiedSince(LATER))).isEqualTo(WHOLE);
        assertThat(judged(unmodifiedSince("never"))).isEqualTo(FAILED);
        assertThat(unmodifiedSince(LATER).of(TAG, HttpDateReader.NONE, EXACT)).isEqualTo(FAILED);
    }

    @Test
    void matchFailsForAnotherTagAndForAWeakOne() {
        assertThat(judged(match(TAG))).isEqualTo(WHOLE);
        assertThat(judged(match("*"))).isEqualTo(WHOLE);
        assertThat(judged(match("\"b\""))).isEqualTo(FAILED);
        assertThat(judged(match("W/" + TAG))).isEqualTo(FAILED);
        assertThat(match(TAG).of(null, TIME, EXACT)).isEqualTo(FAILED);
    }

    @Test
    void modifiedSinceIsHeldAgainstTheDateAsTheDirectiveSays() {
        assertThat(judged(modifiedSince(DATE))).isEqualTo(NOT_MODIFIED);
        assertThat(judged(modifiedSince(LATER))).isEqualTo(WHOLE);
        assertThat(judged(modifiedSince(EARLIER))).isEqualTo(WHOLE);
        assertThat(modifiedSince(LATER).of(TAG, TIME, BEFORE)).isEqualTo(NOT_MODIFIED);
        assertThat(modifiedSince(DATE).of(TAG, TIME, BEFORE)).isEqualTo(NOT_MODIFIED);
        assertThat(modifiedSince(EARLIER).of(TAG, TIME, BEFORE)).isEqualTo(WHOLE);
        assertThat(modifiedSince("never").of(TAG, TIME, BEFORE)).isEqualTo(WHOLE);
        assertThat(modifiedSince(DATE).of(TAG, TIME, OFF)).isEqualTo(WHOLE);
        assertThat(modifiedSince(DATE).of(TAG, HttpDateReader.NONE, EXACT)).isEqualTo(WHOLE);
    }

    @Test
    void noneMatchComparesWeakly() {
        assertThat(judged(noneMatch(TAG))).isEqualTo(NOT_MODIFIED);
        assertThat(judged(noneMatch("W/" + TAG))).isEqualTo(NOT_MODIFIED);
        assertThat(judged(noneMatch("*"))).isEqualTo(NOT_MODIFIED);
        assertThat(judged(noneMatch("\"b\""))).isEqualTo(WHOLE);
    }

    @Test
    void bothDateAndTagMustBeTheClients() {
        assertThat(judged(new Preconditions(null, null, DATE, TAG))).isEqualTo(NOT_MODIFIED);
        assertThat(judged(new Preconditions(null, null, DATE, "\"b\""))).isEqualTo(WHOLE);
        assertThat(judged(new Preconditions(null, null, EARLIER, TAG))).isEqualTo(WHOLE);
    }

    @Test
    void whatFailsFailsBeforeAnythingIsNotModified() {
        assertThat(judged(new Preconditions(EARLIER, null, DATE, TAG))).isEqualTo(FAILED);
        assertThat(judged(new Preconditions(DATE, "\"b\"", DATE, TAG))).isEqualTo(FAILED);
    }

    @Test
    void theyAreTheFieldsOfTheHead() {
        var parser = new RequestParser(HeadLimits.DEFAULT);
        parser.parse(Bytes.buffer("GET / HTTP/1.1\r\nHost: a\r\nIf-Match: \"m\"\r\nif-none-match: \"n\"\r\n"
                + "If-Modified-Since: s\r\nIf-Unmodified-Since: u\r\n\r\n"));
        assertThat(Preconditions.of(parser.head())).isEqualTo(new Preconditions("u", "\"m\"", "s", "\"n\""));
    }
}
