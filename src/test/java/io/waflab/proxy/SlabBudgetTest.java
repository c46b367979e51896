package io.waflab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlabBudgetTest {

    private static int fill(SlabBudget budget, int bytes) {
        int entries = 0;
        while (budget.take(bytes)) {
            entries++;
        }
        return entries;
    }

    @Test
    void aMegabyteHoldsSomeSixteenThousandStatesOf64BytesAndHalfAsManyOf128() {
        assertThat(fill(new SlabBudget(1 << 20), 64)).isBetween(16_000, 16_384);
        assertThat(fill(new SlabBudget(1 << 20), 65)).isBetween(8_000, 8_192);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        var budget = new SlabBudget(8 * 4096);
        int all = fill(budget, 100);
        budget.give(100);
        assertThat(fill(budget, 100)).isOne();
        assertThat(all).isEqualTo(7 * 32);
    }

    @Test
    void whatIsLargerThanHalfAPageTakesWholeOnes() {
        assertThat(fill(new SlabBudget(8 * 4096), 2049)).isEqualTo(7);
        assertThat(fill(new SlabBudget(8 * 4096), 4097)).isEqualTo(3);
    }
}
