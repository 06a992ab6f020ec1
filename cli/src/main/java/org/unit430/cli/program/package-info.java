/** {@code unit430 asm} and {@code unit430 disasm}: programs made and shown. */
package org.unit430.cli.program;
