"""Gather: sources in, Articles out.

In go URLs and files; out come ``Document`` (bytes with what is known about them) and ``Reading``
(articles in the document's own order, and what could not be placed). ``fetch`` touches the network
and the file system; every other module is a pure function of bytes or text and a given time. The
order of the modules is the order of the work::

    fetch      URL or path → Document     connect  address_guard     where a source may live
    read       Document → Reading         decoding                   bytes → text
      feeds  json_feed  html_pages  page_text  json_lines  ninjs  newsml   a module per form;
                                page_…, byline_words  the steps of page_text, and its words
                                page_model.npz        what page_text has learned
                                media                 feeds' pictures
    reading_pool  reading_process  parts  the same in processes of their own, and part by part
    raw        what a form says about one article, before anything is believed
    finish     raw article → Article      clean  canonical_urls  dates  language  html_pictures
"""
