#include <libwebsockets.h>
#include <pthread.h>
#include <zlib.h>

// glibc declares it for _GNU_SOURCE alone, which Swift's importer does not set.
int pthread_setname_np(pthread_t thread, const char *name);

// LWS_PRE is a macro over macros, which Swift does not import: the room that lws_write wants before the bytes.
static const size_t tapedeck_lws_pre = LWS_PRE;

// Flags that are shifted long longs, or enum values to be combined, which Swift imports with differing types.
static const uint64_t tapedeck_lws_context_options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
static const uint64_t tapedeck_lws_tls_option = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
static const uint64_t tapedeck_lws_private_ca_option = LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
static const uint64_t tapedeck_lws_server_options = LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND;

// The structures Swift makes are zeroed, so a policy of zeroes turns lws's own pings (each 300 s) off: the
// ping schedule is the connection's business here.
static const lws_retry_bo_t tapedeck_lws_no_keepalive = {0};

// Private to the library, and the same from 4.1 to 5.0: what it hands to an extension with a payload, and what an
// extension answers (`struct lws_ext_pm_deflate_rx_ebufs`, `enum pmd_return`).
struct tapedeck_lws_payload {
    struct lws_tokens input;
    struct lws_tokens output;
};
static const int tapedeck_lws_payload_untouched = 0;      // PMDR_UNKNOWN
static const int tapedeck_lws_payload_nothing = 1;        // PMDR_DID_NOTHING
static const int tapedeck_lws_payload_part = 3;           // PMDR_EMPTY_NONFINAL
static const int tapedeck_lws_payload_whole = 4;          // PMDR_EMPTY_FINAL
static const int tapedeck_lws_payload_uncompressed = 5;   // PMDR_NOTHING_WE_SHOULD_DO

// zlib's own are macros that name its version.
static inline int tapedeck_inflate_init(z_stream *stream) {
    return inflateInit2(stream, -15);
}
static inline int tapedeck_deflate_init(z_stream *stream, int window_bits) {
    return deflateInit2(stream, 1, Z_DEFLATED, -window_bits, 8, Z_DEFAULT_STRATEGY);
}
