package io.waflab.diagnose;

import java.util.List;

/**
 * Races counted for each value of one thing against each value of another.
 *
 * @param rows what changes from row to row
 * @param columns what changes from column to column; of one value where only one thing was varied
 * @param cells rows of columns
 * @param failure what went wrong with the first trial that failed; empty where none did
 */
public record Grid(Axis rows, Axis columns, List<List<Attempts>> cells, String failure) {

    /** What an axis measures in. */
    public enum Unit {
        SECONDS,
        REQUESTS_PER_MINUTE
    }

    /**
     * One thing that was varied.
     *
     * @param name {@code client.idle}, {@code client.requests_per_minute}, or a directive
     * @param values ascending, at least one
     */
    public record Axis(String name, Unit unit, List<Double> values) {

        public Axis {
            values = List.copyOf(values);
        }

        public boolean isClients() {
            return name.startsWith("client.");
        }
    }

    public Grid {
        cells = cells.stream().map(List::copyOf).toList();
        if (cells.size() != rows.values().size()
                || cells.stream().anyMatch(row -> row.size() != columns.values().size())) {
            throw new IllegalArgumentException("cells: not one for each row and column");
        }
    }

    public Attempts cell(int row, int column) {
        return cells.get(row).get(column);
    }

    public Attempts total() {
        return cells.stream().flatMap(List::stream).reduce(Attempts.NONE, Attempts::plus);
    }
}
