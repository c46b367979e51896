package io.waflab.config;

import java.util.Collection;

/** Finds what somebody meant to write. */
final class Suggestion {

    private Suggestion() {}

    /** {@code " (did you mean x?)"} for the nearest candidate within a third of the word's length; else empty. */
    static String of(String word, Collection<String> candidates) {
        int most = Math.min(3, word.length() / 3);
        String nearest = null;
        for (var candidate : candidates) {
            int distance = word.length() > 60 ? Integer.MAX_VALUE : distance(word, candidate);
            if (distance <= most) {
                nearest = candidate;
                most = distance - 1;
            }
        }
        return nearest == null ? "" : " (did you mean " + nearest + "?)";
    }

    /** Letters to insert, remove, replace, or to swap with the next one. */
    private static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int best = Math.min(rows[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                rows[i][j] = swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
            }
        }
        return rows[a.length()][b.length()];
    }
}
