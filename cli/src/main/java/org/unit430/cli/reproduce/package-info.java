/** The published comparison, run again: what each reading of it gives on this machine. */
package org.unit430.cli.reproduce;
