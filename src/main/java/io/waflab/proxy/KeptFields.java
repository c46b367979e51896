package io.waflab.proxy;

import io.waflab.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;

/** The fields of an upstream's response that go on with what answers in its place. */
final class KeptFields {

    private List<Reply.Field> fields = List.of();
    private String contentType;

    /** Keeps the fields of these names, in lower case. */
    void keep(ResponseHead head, List<String> names) {
        for (int i = 0; i < head.fieldCount(); i++) {
            int field = i;
            if (names.stream().anyMatch(name -> head.nameIs(field, name))) {
                keep(new Reply.Field(head.name(i), head.value(i)));
            }
        }
    }

    /** Keeps these. */
    void keep(List<Reply.Field> others) {
        others.forEach(this::keep);
    }

    private void keep(Reply.Field field) {
        if (fields.isEmpty()) {
            fields = new ArrayList<>();
        }
        fields.add(field);
    }

    /** @param type null for none */
    void keepContentType(String type) {
        contentType = type;
    }

    /** Puts them into a head, which is the last that gets them; an upstream's has a Content-Type of its own. */
    void to(Reply reply) {
        for (int i = 0; i < fields.size(); i++) {
            reply.add(fields.get(i).name(), fields.get(i).value());
        }
        fields = List.of();
        if (contentType != null && reply.passed().isEmpty()) {
            reply.contentType(contentType);
        }
    }
}
