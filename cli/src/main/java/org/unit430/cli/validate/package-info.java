/** {@code unit430 validate}: prediction beside measurement. */
package org.unit430.cli.validate;
