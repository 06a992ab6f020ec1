/** What methods are worth where inputs are not those that the network was made for. */
package org.unit430.cli.shift;
