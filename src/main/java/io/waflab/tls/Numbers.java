package io.waflab.tls;

import io.netty.buffer.ByteBuf;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * Numbers of two bytes, as TLS has them for suites and groups: an unchangeable list that takes two bytes for each. Every
 * connection keeps its client's.
 */
final class Numbers extends AbstractList<Integer> implements RandomAccess {

    private final char[] numbers;

    private Numbers(char[] numbers) {
        this.numbers = numbers;
    }

    /** @param all 0 to 65535 each */
    static List<Integer> of(List<Integer> all) {
        if (all instanceof Numbers) {
            return all;
        }
        var numbers = new char[all.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (char) (int) all.get(i);
        }
        return new Numbers(numbers);
    }

    /**
     * All that there is to read.
     *
     * @throws IndexOutOfBoundsException for half a number at the end
     */
    static List<Integer> read(ByteBuf in) {
        var numbers = new char[(in.readableBytes() + 1) / 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (char) in.readUnsignedShort();
        }
        return new Numbers(numbers);
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
