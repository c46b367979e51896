package io.waflab.journal;

import io.waflab.connection.Peer;
import io.waflab.connection.Side;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One observation: into the story in memory, as always, and into a file as well, as with {@code --journal}. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalBenchmark {

    private final Journal file = new Journal(Optional.of(LineLog.stream("benchmark", OutputStream.nullOutputStream())));
    private final Story story = new Story("10.0.0.5:51544", 0);
    private long at;

    @TearDown(Level.Trial)
    public void close() {
        file.close();
    }

    @Benchmark
    public Story memory() {
        story.add(at++, Side.DOWNSTREAM, Peer.SERVER, What.DATA, 1024, "");
        return story;
    }

    @Benchmark
    public void file() {
        file.tell(1, story.client(), new Observation(at++, Side.DOWNSTREAM, Peer.SERVER, What.DATA, 1024, ""));
    }
}
