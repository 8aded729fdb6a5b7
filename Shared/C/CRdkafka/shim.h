#pragma once

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <string.h>

// The parts of librdkafka that Swift cannot import, or only with an allocation per record, and nothing else.

/// One header of a record to produce. Offsets refer to the list's arena, so that the arena may grow while the list is
/// filled. A name with static lifetime (a string literal) is passed in `name`.
typedef struct {
    const char *name;
    size_t name_offset;
    size_t value_offset;
    ssize_t value_length;
} tapedeck_kafka_header;

/// The maximum number of headers of a record.
#define TAPEDECK_KAFKA_HEADERS_MAX 64

/// rd_kafka_produceva() takes an array of unions with anonymous members, which Swift can only fill with closures and a
/// heap-allocated array per record. librdkafka copies key, value and headers (MSG_F_COPY).
static inline rd_kafka_resp_err_t tapedeck_kafka_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, int32_t partition, const void *key, size_t key_length,
    const void *value, size_t value_length, int64_t timestamp_milliseconds, uintptr_t tag,
    const tapedeck_kafka_header *headers, size_t header_count, const char *arena) {
    rd_kafka_vu_t arguments[8];
    size_t n = 0;
    arguments[n].vtype = RD_KAFKA_VTYPE_RKT;
    arguments[n++].u.rkt = topic;
    arguments[n].vtype = RD_KAFKA_VTYPE_PARTITION;
    arguments[n++].u.i32 = partition;
    arguments[n].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    arguments[n++].u.i = RD_KAFKA_MSG_F_COPY;
    arguments[n].vtype = RD_KAFKA_VTYPE_KEY;
    arguments[n].u.mem.ptr = (void *)key;
    arguments[n++].u.mem.size = key_length;
    arguments[n].vtype = RD_KAFKA_VTYPE_VALUE;
    arguments[n].u.mem.ptr = (void *)value;
    arguments[n++].u.mem.size = value_length;
    arguments[n].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    arguments[n++].u.i64 = timestamp_milliseconds;
    arguments[n].vtype = RD_KAFKA_VTYPE_OPAQUE;
    arguments[n++].u.ptr = (void *)tag;
    // A separate list instead of RD_KAFKA_VTYPE_HEADER, whose list librdkafka 2.0.2 frees twice if the topic or the partition
    // does not exist (rd_kafka_produceva, after rd_kafka_msg_partitioner). We own this list until the call succeeds.
    rd_kafka_headers_t *list = header_count > 0 ? rd_kafka_headers_new(header_count) : NULL;
    for (size_t i = 0; i < header_count && i < TAPEDECK_KAFKA_HEADERS_MAX; i++)
        rd_kafka_header_add(
            list, headers[i].name ? headers[i].name : arena + headers[i].name_offset, -1,
            headers[i].value_length < 0 ? NULL : arena + headers[i].value_offset,
            headers[i].value_length < 0 ? 0 : headers[i].value_length);
    if (list) {
        arguments[n].vtype = RD_KAFKA_VTYPE_HEADERS;
        arguments[n++].u.headers = list;
    }
    rd_kafka_error_t *error = rd_kafka_produceva(client, arguments, n);
    if (!error) return RD_KAFKA_RESP_ERR_NO_ERROR;
    if (list) rd_kafka_headers_destroy(list);
    rd_kafka_resp_err_t code = rd_kafka_error_code(error);
    rd_kafka_error_destroy(error);
    return code;
}
