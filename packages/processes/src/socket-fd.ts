/** The descriptor of the socket from a worker to its pool: after the standard streams and the IPC channel. */
export const socketFd = 4;
