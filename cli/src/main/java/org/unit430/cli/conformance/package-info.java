/** {@code unit430 conformance}: the CPU against vectors of another simulator. */
package org.unit430.cli.conformance;
