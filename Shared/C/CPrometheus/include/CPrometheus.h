#ifndef TAPEDECK_CPROMETHEUS_H
#define TAPEDECK_CPROMETHEUS_H

// The core of prometheus-cpp in plain C: counters, gauges, histograms and the text format.
//
// Every function may be called from any thread. A metric lives as long as its registry. Functions that make something
// return NULL when the name or a label cannot be used, or when the name belongs to a metric of another type.

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tapedeck_metrics tapedeck_metrics;
typedef struct tapedeck_counter tapedeck_counter;
typedef struct tapedeck_gauge tapedeck_gauge;
typedef struct tapedeck_histogram tapedeck_histogram;

tapedeck_metrics *tapedeck_metrics_create(void);
void tapedeck_metrics_destroy(tapedeck_metrics *metrics);

// Asking again for the same name and labels gives the same metric. `names` and `values` hold `count` labels.
tapedeck_counter *tapedeck_metrics_counter(
    tapedeck_metrics *metrics, const char *name, const char *help, const char *const *names, const char *const *values,
    size_t count);
tapedeck_gauge *tapedeck_metrics_gauge(
    tapedeck_metrics *metrics, const char *name, const char *help, const char *const *names, const char *const *values,
    size_t count);
// `bounds` are the upper bounds of the buckets, rising; the last bucket, without a bound, is added.
tapedeck_histogram *tapedeck_metrics_histogram(
    tapedeck_metrics *metrics, const char *name, const char *help, const char *const *names, const char *const *values,
    size_t count, const double *bounds, size_t bound_count);

void tapedeck_counter_add(tapedeck_counter *counter, double amount);
double tapedeck_counter_value(const tapedeck_counter *counter);
void tapedeck_gauge_set(tapedeck_gauge *gauge, double value);
void tapedeck_gauge_add(tapedeck_gauge *gauge, double amount);
double tapedeck_gauge_value(const tapedeck_gauge *gauge);
void tapedeck_histogram_observe(tapedeck_histogram *histogram, double value);

// All metrics in Prometheus' text format: `count` bytes that the caller gives back to tapedeck_metrics_free_text.
// NULL when memory is short.
char *tapedeck_metrics_text(const tapedeck_metrics *metrics, size_t *count);
void tapedeck_metrics_free_text(char *text);

#ifdef __cplusplus
}
#endif

#endif
