package io.waflab.reproduce;

/** When an origin's misbehaviour sets in, in the order of an exchange. */
public enum Moment {
    /** The connection is accepted; nothing has been read. */
    CONNECT("onConnect"),
    /** The request's head is read, its body is not. */
    REQUEST("onRequest"),
    /** The request is read; nothing is sent. */
    RESPONSE_HEAD("onResponseHead"),
    /** The response's head and half of its body are sent. */
    RESPONSE_BODY("onResponseBody"),
    /** Everything is sent but what says that the body is over: the last chunk, or the FIN. */
    RESPONSE_END("onResponseEnd"),
    /** The response is sent; the next request has not begun. */
    IDLE("onIdle");

    private final String key;

    Moment(String key) {
        this.key = key;
    }

    /**
     * What is done at this moment.
     *
     * @param text as {@link Effect#parse} takes it
     * @throws IllegalArgumentException for what is no effect, or would do nothing here, in one line
     */
    Effect effect(String text) {
        var effect = Effect.parse(text);
        boolean does = switch (effect.kind()) {
            case DRIP -> this == RESPONSE_HEAD || this == RESPONSE_BODY;
            case HALF -> this == RESPONSE_HEAD;
            case WAIT -> this != IDLE;
            default -> true;
        };
        if (!does) {
            throw new IllegalArgumentException("\"" + effect.kind().word() + "\" does nothing there (expected "
                    + (effect.kind() == Effect.Kind.WAIT
                            ? "silent, close or reset"
                            : effect.kind() == Effect.Kind.HALF
                                    ? "at " + RESPONSE_HEAD.key
                                    : "at " + RESPONSE_HEAD.key + " or " + RESPONSE_BODY.key)
                    + ")");
        }
        return effect;
    }

    /** As configurations write it. */
    public String key() {
        return key;
    }
}
