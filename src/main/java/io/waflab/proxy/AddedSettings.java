package io.waflab.proxy;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.config.Template;
import io.waflab.config.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a place says of fields to add: {@code add_header}, {@code add_trailer} and {@code expires}. */
record AddedSettings(List<Field> headers, List<Field> trailers, Optional<When> expires) {

    /** @param always whatever the status is */
    record Field(String name, Template value, boolean always) {}

    /** @param modified whether the time counts from the last change of what is sent */
    record When(boolean modified, Template time) {}

    static AddedSettings of(Settings settings, Variables variables) {
        var words = settings.words(Directive.EXPIRES);
        var when = words.equals(List.of("off"))
                ? Optional.<When>empty()
                : Optional.of(new When(words.size() > 1, Template.of(words.get(words.size() - 1), variables)));
        return new AddedSettings(
                fields(settings.lines(Directive.ADD_HEADER), variables),
                fields(settings.lines(Directive.ADD_TRAILER), variables),
                when);
    }

    private static List<Field> fields(List<List<String>> lines, Variables variables) {
        var all = new ArrayList<Field>();
        for (var words : lines) {
            all.add(new Field(words.get(0), Template.of(words.get(1), variables), words.size() > 2));
        }
        return all;
    }
}
