package io.waflab.diagnose;

/**
 * What became of the requests of one cell of a {@link Grid}.
 *
 * @param answered on the connection that was kept
 * @param renewed answered on a new connection, because the client saw in time that the kept one had ended
 * @param raced sent onto a connection that the server had closed or was closing: not a byte of an answer came
 * @param failed in any other way, which tells nothing of a race
 */
public record Attempts(int answered, int renewed, int raced, int failed) {

    public static final Attempts NONE = new Attempts(0, 0, 0, 0);

    /** 97.5 % of the normal distribution lie below it: 95 % between it and its opposite. */
    private static final double Z = 1.959963984540054;

    /**
     * Where the true share lies with 95 % confidence.
     *
     * @param low 0 to high
     * @param high to 1
     */
    public record Interval(double low, double high) {}

    public int trials() {
        return answered + renewed + raced + failed;
    }

    /** Trials that tell whether a request raced: all but those that failed. */
    public int decided() {
        return answered + renewed + raced;
    }

    /** Of the decided trials, those that raced; 0 without any. */
    public double share() {
        return decided() == 0 ? 0 : (double) raced / decided();
    }

    /** Of the share of races: Wilson's score interval; everything without a decided trial. */
    public Interval interval() {
        double n = decided();
        if (n == 0) {
            return new Interval(0, 1);
        }
        double share = share();
        double scale = 1 + Z * Z / n;
        double middle = (share + Z * Z / (2 * n)) / scale;
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / scale;
        return new Interval(raced == 0 ? 0 : Math.max(0, middle - half), raced == n ? 1 : Math.min(1, middle + half));
    }

    public Attempts plus(Attempts other) {
        return new Attempts(
                answered + other.answered, renewed + other.renewed, raced + other.raced, failed + other.failed);
    }
}
