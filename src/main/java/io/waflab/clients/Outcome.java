package io.waflab.clients;

import java.util.ArrayList;
import java.util.List;

/**
 * What an application got for one request.
 *
 * @param asked when it was told to ask, in nanoseconds since the story began
 * @param got when it had it
 * @param status 0 when it got none
 * @param told status, protocol and bytes in words; empty when there was no answer
 * @param failures the exception and its causes, outermost first; empty when there was an answer
 */
public record Outcome(long asked, long got, int status, String told, List<Failure> failures) {

    /** One exception, or what the language has for it. */
    public record Failure(String name, String message) {

        @Override
        public String toString() {
            return message.isEmpty() ? name : name + ": " + message;
        }
    }

    public Outcome {
        failures = List.copyOf(failures);
    }

    public boolean isAnswer() {
        return failures.isEmpty();
    }

    /** @param fields of the program's line: see {@code Application.java} */
    static Outcome of(long asked, long got, String[] fields) {
        if (fields[0].equals("answer") && fields.length == 4) {
            return new Outcome(
                    asked,
                    got,
                    Integer.parseInt(fields[1]),
                    fields[1] + " " + fields[2] + ", " + fields[3] + " bytes",
                    List.of());
        }
        var failures = new ArrayList<Failure>();
        for (int i = 1; i < fields.length; i += 2) {
            failures.add(new Failure(fields[i], i + 1 < fields.length ? fields[i + 1] : ""));
        }
        return new Outcome(asked, got, 0, "", failures);
    }
}
