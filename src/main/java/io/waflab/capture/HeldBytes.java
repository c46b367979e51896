package io.waflab.capture;

/** How much a capture's reading may still hold of what arrived too early; shared by its conversations. */
final class HeldBytes {

    private long left;

    /** @param limit bytes */
    HeldBytes(long limit) {
        left = limit;
    }

    /** Takes the bytes if there is room for them. */
    boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    void giveBack(int bytes) {
        left += bytes;
    }
}
