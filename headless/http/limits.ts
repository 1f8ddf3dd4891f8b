/** What one caller may ask. */

/** Bytes of the body of one request. */
export const LARGEST_BODY = 4 * 1024 * 1024;
/** By a machine over HTTP, by a session or token over its sockets. */
export const CALLS_A_MINUTE = 1_200;
