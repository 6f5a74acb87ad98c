"""Gather: sources in, Articles out.

In go URLs and files; out come ``Document`` (bytes with what is known about them) and ``Reading``
(articles in the document's own order, and what could not be placed). ``fetch`` touches the network
and the file system; every other module is a pure function of bytes or text and a given time. The
order of the modules is the order of the work::

    fetch      URL or path → Document        connect  addresses   where a source may live
    read       Document → Reading            decoding             bytes → text
      feeds  json_feed  pages  page_text  lines  ninjs  newsml      one module per input form;
                                page_…, furniture  the steps of page_text and its words:
                                page_lines  page_features  page_labels  page_article  page_around
                                media  feeds' pictures
    reading_pool  reading_process  parts    the same in processes of their own, and part by part
    raw        what a form says about one article, before anything is believed
    finish     raw article → Article         clean  links  dates  language  pictures
"""
