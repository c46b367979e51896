package io.waflab.rewrite;

import io.waflab.config.ClientSplit;
import io.waflab.config.GeoTable;
import io.waflab.config.Lookup;
import io.waflab.config.MapTable;
import io.waflab.config.Regex;
import io.waflab.config.Template;
import io.waflab.config.Template.BuiltIn;
import io.waflab.config.Template.Capture;
import io.waflab.config.Template.Literal;
import io.waflab.config.Template.UserVariable;
import io.waflab.config.Variable;
import io.waflab.config.Variables;
import java.util.List;
import java.util.Optional;

/**
 * The variables of one request, or of a connection of stream: those of the configuration's have their values here, each in its slot; those of nginx's
 * own are asked for. Also the groups of the regular expression that matched last.
 */
public final class Scope {

    /** nginx's ngx_http_variable_depth: maps that look each other up. */
    private static final int DEEPEST = 100;

    private static final String[] NO_VALUES = {};

    private final Variables variables;
    private final Evaluated subject;
    private final String[] values;
    private Optional<Regex.Match> match = Optional.empty();
    private int depth;

    public Scope(Variables variables, Evaluated subject) {
        this.variables = variables;
        this.subject = subject;
        values = variables.count() == 0 ? NO_VALUES : new String[variables.count()];
    }

    /** The text with its variables' values; those without a value are empty. */
    public String expand(Template template) {
        return expand(template, false);
    }

    /** @param encodes whether captures are encoded for a place among arguments, where the client encoded its URI */
    String expand(Template template, boolean encodes) {
        var parts = template.parts();
        if (parts.isEmpty()) {
            return "";
        }
        if (parts.size() == 1) {
            return value(parts.get(0), encodes);
        }
        lookUp(parts);
        var text = new StringBuilder();
        for (var part : parts) {
            text.append(value(part, encodes));
        }
        return text.toString();
    }

    /** nginx goes over a text twice, first for its length: what a map captures is known to the variables before it too. */
    private void lookUp(List<Template.Part> parts) {
        for (var part : parts) {
            int slot = part instanceof UserVariable user ? slot(user) : -1;
            if (slot >= 0 && variables.lookup(slot).isPresent()) {
                inSlot(slot);
            }
        }
    }

    /** The value of one part. */
    public String value(Template.Part part) {
        return value(part, false);
    }

    private String value(Template.Part part, boolean encodes) {
        if (part instanceof Literal literal) {
            return literal.text();
        }
        if (part instanceof BuiltIn builtIn) {
            return subject.value(builtIn.variable(), builtIn.member());
        }
        if (part instanceof Capture capture) {
            var text = match.map(last -> last.group(capture.number())).orElse("");
            return encodes && subject.encoded() ? Encoding.asArgument(text) : text;
        }
        int slot = slot((UserVariable) part);
        return slot < 0 ? "" : inSlot(slot);
    }

    private int slot(UserVariable user) {
        return user.slot() >= 0 ? user.slot() : variables.slot(user.name()).orElse(-1);
    }

    private String inSlot(int slot) {
        var kept = values[slot];
        if (kept != null) {
            return kept;
        }
        var lookup = variables.lookup(slot);
        if (lookup.isPresent()) {
            return looked(slot, lookup.get());
        }
        if (variables.isSet(slot)) {
            if (subject.warnsOfUninitialized()) {
                subject.log("warn", "using uninitialized \"" + variables.name(slot) + "\" variable");
            }
            values[slot] = "";
        }
        return "";
    }

    private String looked(int slot, Lookup lookup) {
        if (depth == DEEPEST) {
            subject.log("error", "cycle while evaluating variable \"" + variables.name(slot) + "\"");
            return "";
        }
        depth++;
        try {
            var value = value(lookup);
            if (!lookup.isVolatile()) {
                values[slot] = value;
            }
            return value;
        } finally {
            depth--;
        }
    }

    private String value(Lookup lookup) {
        var text = expand(lookup.source());
        if (lookup instanceof GeoTable geo) {
            return geo.find(text, subject.value(Variable.HTTP_FIELD, "x_forwarded_for"));
        }
        return lookup instanceof ClientSplit split ? split.find(text) : mapped((MapTable) lookup, text);
    }

    private String mapped(MapTable map, String text) {
        try {
            var found = map.find(text);
            found.match().ifPresent(this::matched);
            return expand(found.value());
        } catch (Regex.LimitReached tooMuch) {
            subject.log("alert", tooMuch.getMessage());
            return "";
        }
    }

    /** Writes a variable of the configuration's. */
    public void set(int slot, String value) {
        values[slot] = value;
    }

    /** Writes a variable. */
    void set(Template.Part variable, String value) {
        if (variable instanceof UserVariable user) {
            values[user.slot()] = value;
        } else if (((BuiltIn) variable).variable() == Variable.ARGS) {
            ((Subject) subject).args(value);
        } else {
            ((Subject) subject).limitRate(value);
        }
    }

    /** A regular expression was met: its groups are {@code $1} to {@code $9} from here on, and its names' values. */
    public void matched(Regex.Match last) {
        match = Optional.of(last);
        last.names().forEach((name, group) -> variables.slot(name).ifPresent(slot -> values[slot] = last.group(group)));
    }

    /** A rewrite or if was not met: there are no groups. */
    void unmatched() {
        match = Optional.empty();
    }
}
