/** What was measured, as records, JSON, Markdown and charts. */
package io.github.lanewise.bench.report;
