/** The longest token that any policy takes, in bytes: `limits::MAX_TOKEN` of the core. */
export const MAX_TOKEN = 65_536;

/**
 * How much of a token is handed over at most. What is cut off here was too long anyway, and stays
 * so: a character that does not fit has at most four bytes.
 */
export const TOKEN_ROOM: number = MAX_TOKEN + 4;

/** The longest header of a token, in bytes, decoded: `limits::MAX_HEADER` of the core. */
export const MAX_HEADER = 1_024;
