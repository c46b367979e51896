package io.waflab.diagnose;

/**
 * One thing that two connections are compared in.
 *
 * @param what is compared
 * @param first the first's
 * @param second the second's
 * @param agreement of the two
 * @param decides whether a difference means that the second is another case
 */
public record Compared(Sentence what, Sentence first, Sentence second, Agreement agreement, boolean decides) {

    /** How two values agree. */
    public enum Agreement {
        SAME("same"),
        /** Within what a lab can resolve, or what an encrypted wire tells apart. */
        NEAR("near"),
        DIFFERS("differs");

        private final String word;

        Agreement(String word) {
            this.word = word;
        }

        /** As JSON writes it. */
        public String word() {
            return word;
        }
    }
}
