package io.waflab.http;

/**
 * Why a head is not accepted.
 *
 * @param status what the client gets; 494 is nginx's own and shown as 400 ({@link ErrorPage#shown})
 * @param reason the words of nginx's error log, unescaped client text included: escape it where it is shown
 * @param lingers whether nginx reads on after the answer ({@code lingering_close on}), so that it arrives
 */
public record Refusal(int status, String reason, boolean lingers) {

    static Refusal of(int status, String reason) {
        return new Refusal(status, reason, false);
    }
}
