#include "CPrometheus.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <sstream>
#include <string>

#include <prometheus/check_names.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/labels.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

// The opaque types of the header are prometheus-cpp's own objects under another name.
struct tapedeck_metrics {
    prometheus::Registry registry;
};

namespace {

prometheus::Counter *unwrap(tapedeck_counter *counter) { return reinterpret_cast<prometheus::Counter *>(counter); }
prometheus::Gauge *unwrap(tapedeck_gauge *gauge) { return reinterpret_cast<prometheus::Gauge *>(gauge); }
prometheus::Histogram *unwrap(tapedeck_histogram *histogram) {
    return reinterpret_cast<prometheus::Histogram *>(histogram);
}

/// Copies the labels; false when a name cannot be one. The library only asserts, which a release build leaves out.
bool collect(const char *const *names, const char *const *values, size_t count, prometheus::Labels &labels) {
    for (size_t index = 0; index < count; ++index) {
        if (!prometheus::CheckLabelName(names[index])) return false;
        labels.emplace(names[index], values[index]);
    }
    return true;
}

/// Runs `make` for a checked name and checked labels; no C++ exception leaves this file.
template <typename Make>
auto checked(const char *name, const char *const *names, const char *const *values, size_t count, Make make)
    -> decltype(make(prometheus::Labels())) {
    try {
        prometheus::Labels labels;
        if (!prometheus::CheckMetricName(name) || !collect(names, values, count, labels)) return nullptr;
        return make(labels);
    } catch (const std::exception &) {
        return nullptr;  // The name belongs to another type, or memory is short.
    }
}

}  // namespace

tapedeck_metrics *tapedeck_metrics_create(void) {
    try {
        return new tapedeck_metrics;
    } catch (const std::exception &) {
        return nullptr;
    }
}

void tapedeck_metrics_destroy(tapedeck_metrics *metrics) { delete metrics; }

tapedeck_counter *tapedeck_metrics_counter(
    tapedeck_metrics *metrics, const char *name, const char *help, const char *const *names, const char *const *values,
    size_t count) {
    return checked(name, names, values, count, [&](const prometheus::Labels &labels) {
        auto &family = prometheus::BuildCounter().Name(name).Help(help).Register(metrics->registry);
        return reinterpret_cast<tapedeck_counter *>(&family.Add(labels));
    });
}

tapedeck_gauge *tapedeck_metrics_gauge(
    tapedeck_metrics *metrics, const char *name, const char *help, const char *const *names, const char *const *values,
    size_t count) {
    return checked(name, names, values, count, [&](const prometheus::Labels &labels) {
        auto &family = prometheus::BuildGauge().Name(name).Help(help).Register(metrics->registry);
        return reinterpret_cast<tapedeck_gauge *>(&family.Add(labels));
    });
}

tapedeck_histogram *tapedeck_metrics_histogram(
    tapedeck_metrics *metrics, const char *name, const char *help, const char *const *names, const char *const *values,
    size_t count, const double *bounds, size_t bound_count) {
    return checked(name, names, values, count, [&](const prometheus::Labels &labels) {
        auto &family = prometheus::BuildHistogram().Name(name).Help(help).Register(metrics->registry);
        prometheus::Histogram::BucketBoundaries boundaries(bounds, bounds + bound_count);
        return reinterpret_cast<tapedeck_histogram *>(&family.Add(labels, boundaries));
    });
}

void tapedeck_counter_add(tapedeck_counter *counter, double amount) { unwrap(counter)->Increment(amount); }

double tapedeck_counter_value(const tapedeck_counter *counter) {
    return reinterpret_cast<const prometheus::Counter *>(counter)->Value();
}

void tapedeck_gauge_set(tapedeck_gauge *gauge, double value) { unwrap(gauge)->Set(value); }

void tapedeck_gauge_add(tapedeck_gauge *gauge, double amount) { unwrap(gauge)->Increment(amount); }

double tapedeck_gauge_value(const tapedeck_gauge *gauge) {
    return reinterpret_cast<const prometheus::Gauge *>(gauge)->Value();
}

void tapedeck_histogram_observe(tapedeck_histogram *histogram, double value) { unwrap(histogram)->Observe(value); }

char *tapedeck_metrics_text(const tapedeck_metrics *metrics, size_t *count) {
    try {
        std::ostringstream out;
        prometheus::TextSerializer().Serialize(out, metrics->registry.Collect());
        const std::string text = out.str();
        char *copy = static_cast<char *>(std::malloc(text.size() + 1));
        if (copy == nullptr) return nullptr;
        std::memcpy(copy, text.data(), text.size());
        *count = text.size();
        return copy;
    } catch (const std::exception &) {
        return nullptr;
    }
}

void tapedeck_metrics_free_text(char *text) { std::free(text); }
