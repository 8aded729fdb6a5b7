#pragma once

#include <curl/curl.h>

// curl_easy_setopt() and curl_easy_getinfo() are variadic (https://curl.se/libcurl/c/curl_easy_setopt.html), which Swift
// cannot call: one function for each type of argument, and nothing else.

static inline CURLcode tapedeck_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl copies the text, except for CURLOPT_POSTFIELDS, which is not used.
static inline CURLcode tapedeck_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// The list must outlive the transfer.
static inline CURLcode tapedeck_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

/// The parts must outlive the transfer.
static inline CURLcode tapedeck_curl_set_mime(CURL *handle, curl_mime *value) {
    return curl_easy_setopt(handle, CURLOPT_MIMEPOST, value);
}

/// Sets the receiver of the answer's bytes; `take` is called with `context` for each piece.
static inline CURLcode tapedeck_curl_set_sink(CURL *handle, curl_write_callback take, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    return code ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

/// Sets a function that is called about once a second during a transfer
/// (https://curl.se/libcurl/c/CURLOPT_XFERINFOFUNCTION.html); a result other than 0 ends the transfer.
static inline CURLcode tapedeck_curl_set_progress(CURL *handle, curl_xferinfo_callback look, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    return code ? code : curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

/// A mail is delivered to the recipients that the server accepts, unless it accepts none. The name is a macro in newer
/// headers, which corrected the option's name (https://curl.se/libcurl/c/CURLOPT_MAIL_RCPT_ALLOWFAILS.html).
static inline CURLcode tapedeck_curl_allow_refused_receivers(CURL *handle) {
    return curl_easy_setopt(handle, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
}

/// The last status of HTTP or SMTP; 0 if there was none.
static inline long tapedeck_curl_status(CURL *handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/// The seconds in the header Retry-After; 0 if there was none.
static inline long long tapedeck_curl_retry_after(CURL *handle) {
    curl_off_t seconds = 0;
    curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
    return seconds;
}
