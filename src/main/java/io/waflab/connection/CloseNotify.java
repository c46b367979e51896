package io.waflab.connection;

import static io.waflab.connection.CloseAct.NOTIFY_FIN;
import static io.waflab.connection.CloseAct.NOTIFY_RESET;
import static io.waflab.connection.CloseAct.SILENT_FIN;
import static io.waflab.connection.CloseAct.SILENT_RESET;

import io.waflab.config.Directive;
import io.waflab.config.Settings;
import io.waflab.connection.Action.Close;
import io.waflab.connection.Action.Plain;
import java.util.List;

/**
 * The part of the rules about which endings have close_notify: nginx's, unless {@link Directive#CLOSE_NOTIFY} asks for
 * those of another product.
 */
final class CloseNotify {

    private CloseNotify() {}

    /** How a connection ends whose request was not whole when its timer ran out. */
    static CloseAct inMidRequest(Settings in) {
        var act = ConnectionRules.timedOut(in);
        return act == SILENT_FIN && in.text(Directive.CLOSE_NOTIFY).equals("half_requests") ? NOTIFY_FIN : act;
    }

    /** The same step without a close_notify where none is ever said. */
    static Step orNone(Step step, Settings in) {
        if (!hangsUp(step.actions()) || !in.text(Directive.CLOSE_NOTIFY).equals("never")) {
            return step;
        }
        var life = step.life();
        return new Step(
                life.ending()
                        .map(ending -> life.endedInstead(ending.with(silent(ending.act()))))
                        .orElse(life),
                step.actions().stream().map(CloseNotify::silent).toList());
    }

    private static boolean hangsUp(List<Action> actions) {
        for (int i = 0; i < actions.size(); i++) {
            if (actions.get(i) instanceof Close || actions.get(i) == Plain.HALF_CLOSE) {
                return true;
            }
        }
        return false;
    }

    private static Action silent(Action action) {
        if (action instanceof Close close) {
            return new Close(silent(close.act()));
        }
        return action == Plain.HALF_CLOSE ? Plain.SHUT_CLIENT : action;
    }

    private static CloseAct silent(CloseAct act) {
        return switch (act) {
            case NOTIFY_FIN, SILENT_FIN -> SILENT_FIN;
            case NOTIFY_RESET, SILENT_RESET -> SILENT_RESET;
            case ALERT_FIN -> act;
        };
    }
}
