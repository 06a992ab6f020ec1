/** {@code unit430 division}: what each way of making a threshold costs, and what it gets wrong. */
package org.unit430.cli.division;
