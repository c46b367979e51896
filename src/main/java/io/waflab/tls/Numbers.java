package io.waflab.tls;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Numbers of two bytes, as TLS has them for suites and groups: an unchangeable list that takes two bytes for each. Every
 * connection keeps its client's.
 */
final class Numbers extends AbstractList<Integer> implements RandomAccess {

    private final char[] numbers;

    private Numbers(List<Integer> all) {
        numbers = new char[all.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (char) (int) all.get(i);
        }
    }

    /** @param all 0 to 65535 each */
    static List<Integer> of(List<Integer> all) {
        return all instanceof Numbers ? all : new Numbers(all);
    }

    @Override
    public Integer get(int index) {
        return (int) numbers[index];
    }

    @Override
    public int size() {
        return numbers.length;
    }
}
