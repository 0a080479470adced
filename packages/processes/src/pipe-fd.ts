/** The descriptor of the pipe from a worker to its pool: after the standard streams and the IPC channel. */
export const pipeFd = 4;
