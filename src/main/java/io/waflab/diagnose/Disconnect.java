package io.waflab.diagnose;

import java.util.List;

/**
 * A classical disconnect: one entry of the knowledge base.
 *
 * @param id its name
 * @param symptoms what somebody reads in a log, the commonest first
 * @param wire what crosses, in words
 * @param causes ids of diagnoses that it belongs to, likeliest first
 * @param why the root cause
 * @param client what to change at the client
 * @param server what to change at the server, or what stands before it
 * @param threads public discussions
 * @param only what must be seen before a diagnosis names it
 */
public record Disconnect(
        String id,
        List<Finding.Symptom> symptoms,
        String wire,
        List<String> causes,
        String why,
        String client,
        String server,
        List<String> threads,
        List<Only> only) {

    public Disconnect {
        symptoms = List.copyOf(symptoms);
        causes = List.copyOf(causes);
        threads = List.copyOf(threads);
        only = List.copyOf(only);
    }
}
