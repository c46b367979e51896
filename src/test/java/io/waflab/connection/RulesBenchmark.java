package io.waflab.connection;

import io.waflab.config.Settings;
import io.waflab.connection.Event.RequestRead;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the rules are told of one request on a pooled connection, from idle to idle. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RulesBenchmark {

    private static final Event[] EVENTS = {
        new RequestRead(false, Optional.empty()),
        Happened.REQUEST_SENT,
        Happened.RESPONSE_HEAD,
        Happened.RESPONSE_END,
        Happened.RESPONSE_FLUSHED
    };

    private final Settings settings = RulesStory.settings();
    private Life life = Life.NEW.in(Phase.IDLE);

    @Benchmark
    @OperationsPerInvocation(5)
    public Life step() {
        for (var event : EVENTS) {
            life = ConnectionRules.next(life, event, settings).life();
        }
        return life;
    }
}
