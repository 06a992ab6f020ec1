/**
 * A server of GDB's remote serial protocol (GDB manual, appendix E) for a machine. {@link
 * org.unit430.simulator.gdb.GdbServer} has the socket, {@link
 * org.unit430.simulator.gdb.GdbConnection} the packets, {@link
 * org.unit430.simulator.gdb.GdbSession} the commands.
 */
package org.unit430.simulator.gdb;
