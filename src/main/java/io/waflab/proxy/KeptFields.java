package io.waflab.proxy;

import io.waflab.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;

/** The fields of an upstream's response that go on with what answers in its place. */
final class KeptFields {

    private final List<Reply.Field> fields = new ArrayList<>(0);
    private String contentType;

    /** Keeps the fields of these names, in lower case. */
    void keep(ResponseHead head, List<String> names) {
        for (int i = 0; i < head.fieldCount(); i++) {
            int field = i;
            if (names.stream().anyMatch(name -> head.nameIs(field, name))) {
                fields.add(new Reply.Field(head.name(i), head.value(i)));
            }
        }
    }

    /** Keeps these. */
    void keep(List<Reply.Field> others) {
        fields.addAll(others);
    }

    /** @param type null for none */
    void keepContentType(String type) {
        contentType = type;
    }

    /** Puts them into a head, which is the last that gets them; an upstream's has a Content-Type of its own. */
    void to(Reply reply) {
        fields.forEach(field -> reply.add(field.name(), field.value()));
        fields.clear();
        if (contentType != null && reply.passed().isEmpty()) {
            reply.contentType(contentType);
        }
    }
}
