/** {@code unit430 devices}, and devices as options of other commands. */
package org.unit430.cli.device;
