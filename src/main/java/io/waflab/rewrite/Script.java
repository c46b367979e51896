package io.waflab.rewrite;

import io.waflab.config.Condition;
import io.waflab.config.Regex;
import io.waflab.config.Return;
import io.waflab.config.RewriteStep;
import io.waflab.config.RewriteStep.Break;
import io.waflab.config.RewriteStep.Flag;
import io.waflab.config.RewriteStep.If;
import io.waflab.config.RewriteStep.Respond;
import io.waflab.config.RewriteStep.Rewrite;
import io.waflab.config.RewriteStep.SetVariable;
import java.util.List;

/**
 * Goes through the directives of ngx_http_rewrite_module of one place for one request (ngx_http_script.c). Stops where it
 * has to know of a file, and goes on when it is run again.
 */
public final class Script {

    private final List<RewriteStep> steps;
    private final Scope scope;
    private final Subject subject;
    private final boolean logs;
    private int at;
    /** nginx encodes captures in {@code set} and {@code if} until a rewrite was met (ngx_http_script_engine_t.quote). */
    private boolean encodes = true;

    /** How a run ended. */
    public sealed interface Result {}

    /** At the end of the steps: the request goes on. */
    public record Done() implements Result {}

    /** By a {@code return}. */
    public record Answer(Return answer) implements Result {}

    /** By a {@code rewrite} that redirects the client: 301 or 302. */
    public record Redirect(int status, String location) implements Result {}

    /** Something went wrong, which was logged: 500. */
    public record Failed() implements Result {}

    /** To go on it must be known what is at that path. */
    public record NeedsFile(String path) implements Result {}

    private static final Result DONE = new Done();

    public Script(List<RewriteStep> steps, Scope scope, Subject subject) {
        this.steps = steps;
        this.scope = scope;
        this.subject = subject;
        logs = subject.logsRewriting();
    }

    /** Goes on from where it stopped. */
    public Result run() {
        try {
            while (at < steps.size()) {
                var result = step(steps.get(at));
                if (result != null) {
                    return result;
                }
            }
            return DONE;
        } catch (Regex.LimitReached tooMuch) {
            subject.log("alert", tooMuch.getMessage());
            return new Failed();
        }
    }

    /** Null to go on with the next. */
    private Result step(RewriteStep step) {
        if (step instanceof If condition) {
            return branch(condition);
        }
        at++;
        if (step instanceof SetVariable set) {
            scope.set(set.variable(), scope.expand(set.value(), encodes));
            return null;
        }
        if (step instanceof Rewrite rewrite) {
            return rewrite(rewrite);
        }
        if (step instanceof Respond respond) {
            return new Answer(respond.answer());
        }
        assert step instanceof Break;
        subject.broke();
        return DONE;
    }

    private Result branch(If step) {
        var condition = step.condition();
        if (condition.asksForFile()) {
            var path = scope.expand(condition.subject(), encodes);
            if (subject.file(path).isEmpty()) {
                return new NeedsFile(path);
            }
        }
        at++;
        if (met(condition)) {
            step.block().ifPresent(subject::enter);
        } else {
            at += step.inner();
        }
        return null;
    }

    private boolean met(Condition condition) {
        boolean met = switch (condition.test()) {
            case TRUE -> isTrue(scope.expand(condition.subject()));
            case EQUALS ->
                scope.expand(condition.subject())
                        .equals(scope.expand(condition.value().orElseThrow(), encodes));
            case MATCHES -> matches(condition.regex().orElseThrow(), scope.expand(condition.subject()));
            case IS_FILE -> file(condition).kind() == FileFacts.Kind.FILE;
            case IS_DIRECTORY -> file(condition).kind() == FileFacts.Kind.DIRECTORY;
            case EXISTS -> file(condition).exists();
            case IS_EXECUTABLE -> file(condition).executable();
        };
        return met != condition.negated();
    }

    private static boolean isTrue(String value) {
        return !value.isEmpty() && !value.equals("0");
    }

    private FileFacts file(Condition condition) {
        var path = scope.expand(condition.subject(), encodes);
        var facts = subject.file(path).orElseThrow();
        if (!facts.exists() && facts.kind() != FileFacts.Kind.NONE) {
            subject.log("crit", "stat() \"" + path + "\" failed " + facts.failure());
        }
        return facts;
    }

    private boolean matches(Regex regex, String text) {
        var match = regex.find(text);
        if (match.isPresent()) {
            scope.matched(match.get());
        } else {
            scope.unmatched();
        }
        if (logs) {
            subject.log(
                    "notice",
                    "\"" + regex + "\" " + (match.isPresent() ? "matches" : "does not match") + " \"" + text + "\"");
        }
        return match.isPresent();
    }

    private Result rewrite(Rewrite step) {
        if (!matches(step.regex(), subject.uri())) {
            return null;
        }
        boolean redirects = step.flag() == Flag.REDIRECT || step.flag() == Flag.PERMANENT;
        subject.rewriting(step.flag() == Flag.BREAK);
        encodes = false;
        if (redirects) {
            return redirect(step);
        }
        var path = scope.expand(step.path());
        var kept = step.keepsArgs() ? subject.args() : "";
        if (step.args().isPresent()) {
            var args = scope.expand(step.args().get(), true);
            subject.args(kept.isEmpty() ? args : args + "&" + kept);
        } else if (!step.keepsArgs()) {
            subject.args("");
        }
        if (logs) {
            subject.log("notice", "rewritten data: \"" + path + "\", args: \"" + subject.args() + "\"");
        }
        if (path.isEmpty()) {
            subject.log("error", "the rewritten URI has a zero length");
            return new Failed();
        }
        subject.uri(path);
        return step.flag() == Flag.NONE ? null : DONE;
    }

    private Result redirect(Rewrite step) {
        var location = Encoding.ofRedirect(scope.expand(step.path(), true));
        if (step.keepsArgs() && !subject.args().isEmpty()) {
            location += (step.hasArgs() ? "&" : "?") + subject.args();
        }
        if (logs) {
            subject.log("notice", "rewritten redirect: \"" + location + "\"");
        }
        return new Redirect(step.flag() == Flag.PERMANENT ? 301 : 302, location);
    }
}
